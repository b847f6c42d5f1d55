package dev.sluice.server.control;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** Where the container sends what was refused before a controller was reached. */
@Controller
final class ErrorController {
    static final String PATH = "/error";

    @RequestMapping(PATH)
    ModelAndView error(HttpServletRequest request, HttpServletResponse response) {

        int status =
                request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                        ? code
                        : 404; // somebody asked for this path itself
        response.setStatus(status);
        return new ModelAndView(
                "error",
                ExceptionAnswers.page(request, Failure.ofStatus(HttpStatusCode.valueOf(status))));
    }
}
