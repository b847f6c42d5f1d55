package dev.sluice.server.control;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** Answers what controllers throw: an error object for the API, a page for a person. */
final class ExceptionAnswers implements HandlerExceptionResolver {
    private static final Logger LOG = LoggerFactory.getLogger(ExceptionAnswers.class);

    private final Answers answers;

    ExceptionAnswers(Answers answers) {
        this.answers = answers;
    }

    @Override
    public ModelAndView resolveException(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Object handler,
            Exception thrown) {
        Failure failure = Failure.of(thrown);
        if (failure.isDefect()) {
            Answers.log(request, thrown);
        }
        if (thrown instanceof HttpRequestMethodNotSupportedException e
                && e.getSupportedMethods() != null) {
            response.setHeader(HttpHeaders.ALLOW, String.join(", ", e.getSupportedMethods()));
        }
        if (!Answers.isApi(request) && !Answers.isOAuth(request)) {
            response.setStatus(failure.status());
            return new ModelAndView("error", page(request, failure));
        }
        try {
            answers.failAsJson(request, response, failure);
        } catch (IOException e) {
            LOG.atDebug()
                    .addKeyValue("request_id", RequestId.of(request))
                    .setCause(e)
                    .log("The caller went away before its answer");
        }
        return new ModelAndView();
    }

    /** What the error page shows. */
    static Map<String, Object> page(HttpServletRequest request, Failure failure) {
        return Map.of(
                "status",
                failure.status(),
                "message",
                failure.message(),
                "requestId",
                RequestId.of(request).value());
    }
}
