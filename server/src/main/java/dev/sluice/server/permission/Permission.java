package dev.sluice.server.permission;

import dev.sluice.server.identity.Account.Role;

/** Something that can be done over the API, and the roles that may do it. */
public enum Permission {
    /** Who one is: for everybody with a token, agents and programs too. */
    WHO_AM_I(Role.VIEWER),

    /** One's own account, and nobody else's. */
    OWN_ACCOUNT(Role.VIEWER),

    /** Whether the server is well, and how many sources there are. */
    STATUS(Role.VIEWER),

    /** Databases: list, connect, test, rotate, drop. */
    CONNECTIONS(Role.ADMIN),

    /** Experimental engines, and database roles that can do more than read. */
    CONNECTION_RISKS(Role.OWNER),

    /** The policy: read, apply, ask what it comes to. */
    POLICY(Role.ADMIN),

    /** The logs of what was asked and what was changed. */
    LOGS(Role.ADMIN),

    /** OAuth clients, agents, and what people let them do. */
    CLIENTS(Role.ADMIN),

    /** Accounts and invitations of everybody but owners. */
    PEOPLE(Role.ADMIN),

    /** Who is an owner. */
    OWNERS(Role.OWNER),

    /** How people sign in: second factors, identity providers. */
    SECURITY(Role.OWNER),

    /** The tenant itself: export, deletion. */
    TENANT(Role.OWNER);

    private final Role least;

    /** For this role and those that are more; roles are declared from the one that may most. */
    Permission(Role least) {
        this.least = least;
    }

    /** Whether somebody in this role may do it. */
    public boolean includes(Role role) {
        return role.compareTo(least) <= 0;
    }

    /** What it takes to invite, change or end an account in this role. */
    public static Permission over(Role role) {
        return switch (role) {
            case OWNER -> OWNERS;
            case ADMIN, ANALYST, VIEWER -> PEOPLE;
        };
    }
}
