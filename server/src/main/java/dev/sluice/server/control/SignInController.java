package dev.sluice.server.control;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The sign-in form, also after a refused attempt. */
@Controller
final class SignInController {
    static final String PATH = "/signin";
    static final String EMAIL = "email";
    static final String PASSWORD = "password";

    private static final String NEXT = "/signin/next";
    private static final String REFUSAL = SignInController.class.getName() + ".refusal";
    private static final Map<String, String> NOTICES =
            Map.of(
                    "created", "Your account is ready. Sign in with it.",
                    "out", "You are signed out.");

    /** Shows the form again, with the address that was typed and the reason. */
    static void refuse(
            HttpServletRequest request, HttpServletResponse response, int status, String reason)
            throws ServletException, IOException {
        response.setStatus(status);
        request.setAttribute(REFUSAL, reason);
        request.getRequestDispatcher(PATH).forward(request, response);
    }

    /** The page that a sign-in leads to on its way to another one. */
    static String next(Continuation on) {
        return NEXT
                + "?"
                + Continuation.PARAMETER
                + "="
                + URLEncoder.encode(on.path(), StandardCharsets.UTF_8);
    }

    @GetMapping(PATH)
    ModelAndView form(HttpServletRequest request) {
        String notice = Objects.requireNonNullElse(request.getQueryString(), "");
        return page(request, "", "", NOTICES.getOrDefault(notice, ""));
    }

    /**
     * Leads on by itself. A redirect would not do: the sign-in's form may lead to our own pages
     * only, and browsers hold all redirects that follow to that.
     */
    @GetMapping(NEXT)
    ModelAndView next(@RequestParam(name = Continuation.PARAMETER) String on) {
        return Continuation.parse(on)
                .map(page -> new ModelAndView("signin-next", Map.of("page", page.path())))
                .orElseGet(() -> new ModelAndView("redirect:" + StatusController.PATH));
    }

    /** Reached by {@link #refuse} only: the filter answers every other POST. */
    @PostMapping(PATH)
    ModelAndView refused(HttpServletRequest request) {
        String email = Objects.requireNonNullElse(request.getParameter(EMAIL), "");
        Object reason = Objects.requireNonNullElse(request.getAttribute(REFUSAL), "");
        return page(request, email, reason.toString(), "");
    }

    private static ModelAndView page(
            HttpServletRequest request, String email, String problem, String notice) {
        return new ModelAndView(
                "signin",
                Map.of(
                        EMAIL,
                        email,
                        "problem",
                        problem,
                        "notice",
                        notice,
                        "on",
                        Continuation.parse(request.getParameter(Continuation.PARAMETER))
                                .map(Continuation::path)
                                .orElse("")));
    }
}
