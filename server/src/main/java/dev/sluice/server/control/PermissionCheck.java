package dev.sluice.server.control;

import dev.sluice.server.permission.Requires;
import dev.sluice.server.permission.Roles;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Asks, before a method of the API is called, whether the caller's role includes it. A method that
 * does not say what it requires is called for nobody.
 */
final class PermissionCheck implements HandlerInterceptor {
    private final Roles roles;

    PermissionCheck(Roles roles) {
        this.roles = roles;
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            Requires required = required(method);
            if (required == null) {
                throw Roles.refusal();
            }
            roles.require(RequestArguments.caller(request).principal(), required.value());
        }
        return true;
    }

    static @Nullable Requires required(HandlerMethod method) {
        Requires own =
                AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), Requires.class);
        return own != null
                ? own
                : AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), Requires.class);
    }
}
