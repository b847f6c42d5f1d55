package dev.sluice.server.control;

import dev.sluice.server.access.PublicUrl;
import dev.sluice.server.session.SignedIn;
import java.util.Map;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/** The page behind the sign-in: how the server is, and how to attach a client. */
@Controller
final class StatusController {
    static final String PATH = "/";

    private final StatusView view;
    private final PublicUrl url;

    StatusController(StatusView view, PublicUrl url) {
        this.view = view;
        this.url = url;
    }

    @GetMapping(PATH)
    ModelAndView status(@AuthenticationPrincipal SignedIn person) {
        return new ModelAndView(
                "status",
                Map.of(
                        "email", person.email(),
                        "tenant", person.tenant().value(),
                        "status", view.status(person.tenant()),
                        "resource", url.resource(),
                        "tokenEndpoint", url.issuer() + AuthorizationServerConfiguration.TOKEN));
    }
}
