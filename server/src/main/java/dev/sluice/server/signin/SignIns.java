package dev.sluice.server.signin;

import dev.sluice.core.Secret;
import dev.sluice.server.factor.SecondFactors;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Accounts;
import dev.sluice.server.identity.Methods;
import dev.sluice.server.session.Browser;
import dev.sluice.server.session.SessionStore;
import dev.sluice.server.session.SignedIn;
import dev.sluice.server.session.Visit;
import dev.sluice.server.session.Visits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.web.csrf.CsrfTokenRepository;

/**
 * Turns proofs of identity into sessions. Every way of signing in ends in {@link #proven}, which
 * decides whether the proof is enough; a way that takes several requests keeps what it needs in
 * between with its {@link #visit}.
 */
public final class SignIns {
    private static final Logger LOG = LoggerFactory.getLogger(SignIns.class);

    private final SessionStore store;
    private final Accounts accounts;
    private final SecondFactors factors;
    private final Vouching vouching;
    private final Cookies cookies;
    private final CsrfTokenRepository formTokens;
    private final InstantSource clock;

    public SignIns(
            SessionStore store,
            Accounts accounts,
            SecondFactors factors,
            Vouching vouching,
            Cookies cookies,
            CsrfTokenRepository formTokens,
            InstantSource clock) {
        this.store = store;
        this.accounts = accounts;
        this.factors = factors;
        this.vouching = vouching;
        this.cookies = cookies;
        this.formTokens = formTokens;
        this.clock = clock;
    }

    /** Who is signed in in the browser that asks. */
    public Optional<SignedIn> person(HttpServletRequest request) {
        return cookies.read(request, Cookies.SESSION).flatMap(store.sessions()::find);
    }

    /** The sign-in that is under way in the browser that asks. */
    public Optional<Visit> visit(HttpServletRequest request) {
        return cookies.read(request, Cookies.VISIT).flatMap(store.visits()::find);
    }

    /**
     * The same, or a new one; its cookie is on the response then. Strangers cause rows by this: ask
     * the limits first.
     */
    public Visit visit(
            HttpServletRequest request, HttpServletResponse response, Optional<Continuation> on) {
        return visit(request)
                .orElseGet(
                        () -> begin(response, store.visits().begin(null, Methods.NONE, path(on))));
    }

    private Visit begin(HttpServletResponse response, Visits.Begun begun) {
        try (Secret token = begun.token()) {
            cookies.write(response, Cookies.VISIT, token);
        }
        return begun.visit();
    }

    /**
     * Somebody has proven to be this account's owner. When that is not enough, the browser is sent
     * to the page that asks for more, and is nobody until then.
     *
     * @param on where the sign-in was to lead
     * @return the address to send the browser to; its cookies are on the response. Empty when an
     *     identity provider must vouch and did not: to be answered like a wrong proof
     */
    public Optional<String> proven(
            HttpServletRequest request,
            HttpServletResponse response,
            Account account,
            Methods methods,
            Optional<Continuation> on) {
        return proven(request, response, account, methods, clock.instant(), on);
    }

    /**
     * The same for a proof of before.
     *
     * @param at when the person gave it; a second factor that is asked for then counts from its own
     *     moment
     */
    public Optional<String> proven(
            HttpServletRequest request,
            HttpServletResponse response,
            Account account,
            Methods methods,
            Instant at,
            Optional<Continuation> on) {
        if (!vouching.admits(account, methods)) {
            LOG.atWarn()
                    .addKeyValue("tenant", account.tenant())
                    .addKeyValue("account", account.id())
                    .log("Somebody for whom no identity provider vouches was refused");
            return Optional.empty();
        }
        return Optional.of(
                switch (factors.next(account, methods)) {
                    case NOTHING -> {
                        begin(request, response, account, methods, at);
                        yield on.map(SignInController::next).orElse("/");
                    }
                    case PROVE ->
                            pause(request, response, account, methods, on, CodeController.PATH);
                    case ENROL ->
                            pause(request, response, account, methods, on, EnrolController.PATH);
                });
    }

    /** The same for the second factor of a sign-in; nobody else may use the visit as well. */
    Optional<String> proven(
            HttpServletRequest request,
            HttpServletResponse response,
            Pending pending,
            Methods methods) {
        if (!store.visits().end(pending.visit())) {
            return Optional.empty();
        }
        return proven(
                request,
                response,
                pending.account(),
                pending.visit().methods().and(methods),
                pending.onward());
    }

    private String pause(
            HttpServletRequest request,
            HttpServletResponse response,
            Account account,
            Methods methods,
            Optional<Continuation> on,
            String page) {
        visit(request).ifPresent(store.visits()::end);
        begin(response, store.visits().begin(account.id(), methods, path(on)));
        return page;
    }

    private void begin(
            HttpServletRequest request,
            HttpServletResponse response,
            Account account,
            Methods methods,
            Instant at) {
        visit(request).ifPresent(store.visits()::end);
        cookies.delete(response, Cookies.VISIT);
        person(request).ifPresent(old -> store.sessions().end(old.account(), old.session()));
        try (Secret token = store.sessions().begin(account, methods, browser(request), at)) {
            cookies.write(response, Cookies.SESSION, token);
        }
        formTokens.saveToken(null, request, response); // forms of before are nobody's any more
        LOG.atInfo()
                .addKeyValue("tenant", account.tenant())
                .addKeyValue("account", account.id())
                .addKeyValue("methods", methods.values())
                .log("Somebody signed in");
    }

    /** Somebody who has proven one factor and needs another. */
    record Pending(Visit visit, Account account) {
        Optional<Continuation> onward() {
            return Continuation.parse(visit.onward());
        }
    }

    /** The sign-in of this browser, if it waits for this step. */
    Optional<Pending> pending(HttpServletRequest request, SecondFactors.Step step) {
        Optional<Visit> visit = visit(request);
        return visit.flatMap(Visit::person)
                .flatMap(accounts::find)
                .filter(account -> !account.disabled())
                .map(account -> new Pending(visit.get(), account))
                .filter(it -> factors.next(it.account(), it.visit().methods()) == step);
    }

    /**
     * Somebody who is signed in has added a factor. The session gets a new cookie, and is no more
     * recent by it.
     *
     * @return false when the session has ended meanwhile
     */
    public boolean strengthened(
            HttpServletRequest request,
            HttpServletResponse response,
            SignedIn person,
            Methods methods) {
        Optional<Secret> renewed = store.sessions().strengthen(person.session(), methods);
        renewed.ifPresent(token -> {
            try (token) {
                cookies.write(response, Cookies.SESSION, token);
            }
            formTokens.saveToken(null, request, response);
        });
        return renewed.isPresent();
    }

    /** Ends the session of the browser that asks, and a sign-in under way. */
    public void signOut(HttpServletRequest request, HttpServletResponse response) {
        person(request)
                .ifPresent(person -> store.sessions().end(person.account(), person.session()));
        visit(request).ifPresent(store.visits()::end);
        cookies.delete(response, Cookies.SESSION);
        cookies.delete(response, Cookies.VISIT);
    }

    private static @Nullable String path(Optional<Continuation> on) {
        return on.map(Continuation::path).orElse(null);
    }

    private static Browser browser(HttpServletRequest request) {
        return new Browser(
                request.getRemoteAddr(),
                Objects.requireNonNullElse(request.getHeader("User-Agent"), ""));
    }
}
