package dev.sluice.server.control;

import dev.sluice.core.Secret;
import dev.sluice.server.control.AuthorizationRequest.Prompt;
import dev.sluice.server.control.AuthorizationRequests.Checked;
import dev.sluice.server.control.ClientDirectory.Found;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Client;
import dev.sluice.server.identity.Grants;
import dev.sluice.server.session.SignedIn;
import dev.sluice.server.signin.Continuation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/**
 * The authorization endpoint (RFC 6749 section 3.1) and its consent page. Nothing is stored while
 * somebody reads the page: the form repeats the request, which is checked again.
 *
 * <p>Nobody is sent to a client that no operator made unless they pressed a button on our page, not
 * even with an error: an address that anybody can register is not ours to lend our name to (RFC
 * 9700 section 4.11.2). The one exception is a consent that was given before.
 */
@Controller
final class AuthorizationController {
    static final String PATH = "/oauth2/authorize";

    private static final String SINCE = "signed_in_since";

    /** Requests that may ask for a recent sign-in; one that was pushed does not show. */
    private static final Pattern AGED = Pattern.compile("(max_age|prompt|request_uri)=");

    private final AuthorizationRequests requests;
    private final ClientDirectory directory;
    private final OAuthParts parts;

    AuthorizationController(
            AuthorizationRequests requests, ClientDirectory directory, OAuthParts parts) {
        this.requests = requests;
        this.directory = directory;
        this.parts = parts;
    }

    /** Who asks, and what the address says. */
    private record Visit(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable SignedIn person,
            MultiValueMap<String, String> parameters) {
        @Nullable String single(String name) {
            List<String> values = parameters.getOrDefault(name, List.of());
            return values.size() == 1 ? values.getFirst() : null;
        }
    }

    @GetMapping(PATH)
    ModelAndView ask(
            HttpServletRequest request,
            HttpServletResponse response,
            @AuthenticationPrincipal @Nullable SignedIn person) {
        return answer(new Visit(request, response, person, query(request)), null);
    }

    @PostMapping(PATH)
    ModelAndView decide(
            HttpServletRequest request,
            HttpServletResponse response,
            @AuthenticationPrincipal @Nullable SignedIn person,
            @RequestParam(defaultValue = "") String decision) {
        return answer(new Visit(request, response, person, query(request)), decision);
    }

    private ModelAndView answer(Visit visit, @Nullable String decision) {
        String id = visit.single("client_id");
        if (id == null) {
            return refusal(visit, "The address names no client.");
        }
        return switch (client(visit, id)) {
            case Found.Unknown unknown -> refusal(visit, unknown.message());
            case Found.Unread _ -> signIn(visit);
            case Found.Known known -> answer(visit, known.client(), decision);
        };
    }

    private Found client(Visit visit, String id) {
        Found found = directory.find(id);
        if (!(found instanceof Found.Unread) || visit.person() == null) {
            return found;
        }
        Optional<Duration> wait = parts.limits().documentRead(visit.request());
        return wait.isEmpty()
                ? directory.read(id)
                : new Found.Unknown("Too many programs were looked up; wait a little.");
    }

    private ModelAndView answer(Visit visit, Client client, @Nullable String decision) {
        String pushed = visit.single("request_uri");
        MultiValueMap<String, String> parameters = visit.parameters();
        if (pushed != null) {
            Optional<Map<String, String>> found = parts.pushed().find(client.id(), pushed);
            if (found.isEmpty()) {
                return refusal(visit, "The program's request was used or has expired.");
            }
            parameters = new LinkedMultiValueMap<>();
            found.get().forEach(parameters::add);
        }
        return switch (requests.check(client, parameters)) {
            case Checked.NoTarget fault -> refusal(visit, fault.message());
            case Checked.Fault fault ->
                    visit.person() == null ? signIn(visit) : tell(visit, client, fault);
            case Checked.Valid valid -> answer(visit, valid.request(), decision);
        };
    }

    private ModelAndView answer(
            Visit visit, AuthorizationRequest request, @Nullable String decision) {
        SignedIn person = visit.person();
        if (person == null) {
            return isVouchedFor(request.client()) && request.prompt() == Prompt.NONE
                    ? redirect(request.target().error("login_required", "Nobody is signed in."))
                    : signIn(visit);
        }
        if (decision == null && !recent(visit, request, person)) {
            return request.prompt() == Prompt.NONE
                    ? tell(
                            visit,
                            request.client(),
                            new Checked.Fault(
                                    request.target(),
                                    "login_required",
                                    "The sign-in is too long ago."))
                    : signIn(visit);
        }
        Account account = parts.accounts().find(person.account()).orElse(null);
        List<String> scopes =
                account == null
                        ? List.of()
                        : request.scopes().stream()
                                .filter(account.role().grantable()::contains)
                                .toList();
        if (account == null
                || scopes.isEmpty()
                || !request.client().serves(account.tenant())
                || parts.consents().refused(request.client(), account.id())) {
            return tell(
                    visit,
                    request.client(),
                    new Checked.Fault(
                            request.target(), "access_denied", "This account cannot allow that."));
        }
        if ("allow".equals(decision)) {
            parts.consents().remember(request.client(), account.id(), scopes);
            return grant(visit, request, person, account, scopes);
        }
        if (decision != null) {
            useUp(visit, request.client());
            return redirect(request.target().error("access_denied", "It was refused."));
        }
        boolean known = parts.consents().cover(request.client(), account.id(), scopes);
        if (known && request.prompt() != Prompt.CONSENT) {
            return grant(visit, request, person, account, scopes);
        }
        return request.prompt() == Prompt.NONE
                ? tell(
                        visit,
                        request.client(),
                        new Checked.Fault(
                                request.target(), "consent_required", "Nobody has allowed this."))
                : consent(visit, request, account, scopes);
    }

    private ModelAndView grant(
            Visit visit,
            AuthorizationRequest request,
            SignedIn person,
            Account account,
            List<String> scopes) {
        if (!useUp(visit, request.client())) {
            return refusal(visit, "The program's request was used or has expired.");
        }
        Grants.Consent consent =
                new Grants.Consent(
                        request.client().id(),
                        account.tenant(),
                        account.id(),
                        scopes,
                        person.proof());
        try (Secret code =
                parts.grants()
                        .authorize(
                                consent, request.target().redirect().text(), request.challenge())) {
            return redirect(
                    request.target().code(new String(code.reveal(), StandardCharsets.US_ASCII)));
        }
    }

    /** Uses a pushed request up; false when somebody has. */
    private boolean useUp(Visit visit, Client client) {
        String pushed = visit.single("request_uri");
        return pushed == null || parts.pushed().use(client.id(), pushed);
    }

    private static boolean isVouchedFor(Client client) {
        return client.use().kind() == Client.Kind.OPERATOR;
    }

    /** Tells the client, or the person where nobody vouches for the client's address. */
    private static ModelAndView tell(Visit visit, Client client, Checked.Fault fault) {
        return isVouchedFor(client)
                ? redirect(fault.target().error(fault.code(), fault.description()))
                : refusal(
                        visit,
                        "The program asks for something that cannot be had ("
                                + fault.code()
                                + "): "
                                + fault.description());
    }

    private ModelAndView consent(
            Visit visit, AuthorizationRequest request, Account account, List<String> scopes) {
        visit.response()
                .setHeader(
                        "Content-Security-Policy",
                        SafetyHeaders.contentPolicy(
                                "'self' " + request.target().redirect().formAction()));
        return new ModelAndView(
                "consent",
                Map.of(
                        "action",
                        PATH
                                + "?"
                                + Objects.requireNonNullElse(visit.request().getQueryString(), ""),
                        "client",
                        ClientView.of(request.client()),
                        "place",
                        request.target().redirect().place(),
                        "loopback",
                        request.target().redirect().isLoopback(),
                        "scopes",
                        ClientView.words(scopes),
                        "withheld",
                        scopes.size() < request.scopes().size(),
                        "email",
                        account.email().value(),
                        "tenant",
                        account.tenant().value()));
    }

    /**
     * Whether the person signed in as lately as the client asks. Our own address says since when a
     * new sign-in is awaited; whoever changes it deceives nobody, as the token says when it was.
     */
    private boolean recent(Visit visit, AuthorizationRequest request, SignedIn person) {
        Duration ageMax = request.ageMax();
        if (ageMax == null) {
            return true;
        }
        Instant at = person.authenticatedAt();
        String since = visit.single(SINCE);
        boolean anew =
                since != null
                        && since.matches("[0-9]{1,12}")
                        && at.getEpochSecond() >= Long.parseLong(since);
        return anew || at.plus(ageMax).isAfter(parts.clock().instant());
    }

    private ModelAndView signIn(Visit visit) {
        String query = Objects.requireNonNullElse(visit.request().getQueryString(), "");
        String kept = query.replaceAll("(^|&)" + SINCE + "=[^&]*", "");
        String since = "&" + SINCE + "=" + parts.clock().instant().getEpochSecond();
        return redirect(Continuation.signIn(PATH, AGED.matcher(kept).find() ? kept + since : kept));
    }

    private static ModelAndView refusal(Visit visit, String message) {
        visit.response().setStatus(400);
        return new ModelAndView(
                "error",
                Map.of(
                        "status",
                        400,
                        "message",
                        message,
                        "requestId",
                        RequestId.of(visit.request()).value()));
    }

    private static ModelAndView redirect(String address) {
        RedirectView view = new RedirectView(address);
        view.setExpandUriTemplateVariables(false);
        return new ModelAndView(view);
    }

    private static MultiValueMap<String, String> query(HttpServletRequest request) {
        return QueryText.parse(request.getQueryString());
    }
}
