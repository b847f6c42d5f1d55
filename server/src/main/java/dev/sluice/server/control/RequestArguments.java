package dev.sluice.server.control;

import dev.sluice.server.access.Authentication.Authenticated;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Hands the verified caller and the request's id to controllers that declare them. */
final class RequestArguments implements HandlerMethodArgumentResolver {
    private static final String CALLER = Authenticated.class.getName();

    static void caller(HttpServletRequest request, Authenticated caller) {
        request.setAttribute(CALLER, caller);
    }

    /** The verified caller of a path behind the bearer filter. */
    static Authenticated caller(HttpServletRequest request) {
        return (Authenticated)
                Objects.requireNonNull(
                        request.getAttribute(CALLER), "the path is not behind the bearer filter");
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Authenticated.class
                || parameter.getParameterType() == RequestId.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest webRequest,
            @Nullable WebDataBinderFactory binders) {
        HttpServletRequest request =
                Objects.requireNonNull(webRequest.getNativeRequest(HttpServletRequest.class));
        if (parameter.getParameterType() == RequestId.class) {
            return RequestId.of(request);
        }
        return caller(request);
    }
}
