package dev.sluice.server.control;

import dev.sluice.server.identity.Accounts;
import dev.sluice.server.identity.Consents;
import dev.sluice.server.identity.DeviceRequests;
import dev.sluice.server.identity.Grants;
import dev.sluice.server.identity.PushedRequests;
import dev.sluice.server.limit.CredentialLimits;
import java.time.InstantSource;

/** What the pages and endpoints that let clients act for people work on. */
record OAuthParts(
        Accounts accounts,
        Grants grants,
        DeviceRequests devices,
        PushedRequests pushed,
        Consents consents,
        CredentialLimits limits,
        InstantSource clock) {}
