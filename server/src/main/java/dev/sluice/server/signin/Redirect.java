package dev.sluice.server.signin;

import org.springframework.web.servlet.view.RedirectView;

/** Redirects whose addresses are taken as they are, braces included. */
final class Redirect {
    private Redirect() {}

    static RedirectView to(String address) {
        RedirectView view = new RedirectView(address);
        view.setExpandUriTemplateVariables(false);
        view.setExposeModelAttributes(false);
        return view;
    }
}
