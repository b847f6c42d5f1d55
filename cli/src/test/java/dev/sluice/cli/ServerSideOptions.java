package dev.sluice.cli;

import java.util.Map;

/**
 * The options of the server's own commands, written by hand: their classes are not on our class
 * path. A change of {@code dev.sluice.server.command} belongs here too.
 */
final class ServerSideOptions {
    private static final String PLACE =
            """
            | `--data-dir=DIR` | Keys and the embedded PostgreSQL (`SLUICE_DATA_DIR`). |
            | `--config=FILE` | Configuration file (`SLUICE_CONFIG`); default: `sluice.yaml` in the data directory. |
            """;

    private static final String HEAD =
            """

            | option | meaning |
            |---|---|
            """;

    private static final Map<String, String> TEXTS =
            Map.of(
                    "sluice up",
                    HEAD
                            + PLACE
                            + """
                            | `--port=P` | TCP port (`SLUICE_PORT`); default: 7433. |

                            The first start creates the keys, the store and `sluice.yaml`, and prints a link, good once and for 24 hours, that creates the owner's account. The store is an embedded PostgreSQL, or the one that `SLUICE_DATABASE_URL` names. [configuration.md](configuration.md) lists every setting.
                            """,
                    "sluice demo",
                    HEAD
                            + """
                            | `--once` | Exit after the two questions; without it the server keeps running and says how to attach a client. |
                            | `--port=P` | TCP port; default: any free one. |

                            Everything is in a temporary directory and is removed when the command ends.
                            """,
                    "sluice admin",
                    """

                    Works on the server's data directory, while the server runs and without it. Both commands take:
                    """
                            + HEAD
                            + PLACE
                            + """
                            | `--tenant=T` | The tenant (`SLUICE_TENANT`); default: main. |

                            `sluice admin create-owner` creates an owner's account:

                            | option | meaning |
                            |---|---|
                            | `--email=E` | The address to sign in with; required. |
                            | `--password-stdin` | Read the password from standard input; without it the terminal asks. |

                            `sluice admin invite` invites somebody and prints the link that lets them in, this once:

                            | option | meaning |
                            |---|---|
                            | `--email=E` | The address that they will sign in with; required. |
                            | `--role=R` | `owner`, `admin`, `analyst` or `viewer`; required. |
                            | `--json` | Print JSON. |

                            `sluice admin create-client` creates an OAuth client and prints its id and its secret, this once. Without a redirect URI it acts for itself (`client_credentials`); with one, for the tenant's people too:

                            | option | meaning |
                            |---|---|
                            | `--name=N` | A name for people; required. |
                            | `--scopes=S[,S...]` | `query` (ask over MCP), `admin` (administer connections and policies), or both; required. |
                            | `--redirect-uri=URI` | Where codes may be sent: `https`, `http` on a loopback address (any port then), or a program's own scheme. May be given several times. |
                            | `--public` | A program on people's machines: it gets no secret, and acts for people only. |
                            | `--agent=NAME` | The agent of the policy file that the client is; see [agents](identity.md#agents). |
                            | `--exchange` | Let the agent exchange people's access tokens for ones that it acts with. |
                            | `--json` | Print JSON. |

                            `sluice admin list-clients` lists them, disabled ones included (`--json` for programs). `sluice admin disable-client --id=ID` ends one: it gets no more tokens, and those it has are refused at their next request. The id may be that of a client which registered itself, or whose metadata document we read: such a one ends for all tenants.

                            The [life of a tenant](identity.md#tenants), each with `--tenant=T`, which is required:

                            | command | does |
                            |---|---|
                            | `sluice admin create-tenant` | Creates a tenant: a schema, a database role and keys of its own. |
                            | `sluice admin suspend-tenant` | Refuses its people, clients and agents from their next request on. |
                            | `sluice admin resume-tenant` | Ends the suspension, or takes the deletion back. |
                            | `sluice admin export-tenant --out=FILE` | Writes a ZIP archive of everything but secrets. |
                            | `sluice admin delete-tenant --yes` | Suspends it, and destroys its data and keys after `tenant_deletion_days`. |

                            `sluice admin list-tenants` lists them all (`--json` for programs).
                            """,
                    "sluice keys",
                    """

                    `sluice keys rotate-signing` makes a new key that signs access tokens from now on. The old one stays published until the last token that it signed has expired.
                    """
                            + HEAD
                            + PLACE
                            + """
                            | `--drop-old` | Unpublish the old keys at once: every token that they signed is refused at its next request. |

                            The server replaces the key by itself when it is older than `signing_key_days`.

                            `sluice keys rotate` wraps every tenant's data key under `WAREHOUSE_MASTER_KEY_NEXT` and `key_wrapper_next`, beside running servers; interrupted, it goes on when it is run again. `sluice keys status` shows what each data key is wrapped under. Both take `--json`.

                            `sluice keys sealing` shows the fingerprint of the key that `db connect` seals credentials to; `--rotate` makes another one, which every client has to accept with `sluice server-key --accept`. [keys.md](keys.md) has more.
                            """,
                    "sluice guard schema",
                    HEAD
                            + """
                            | `--url=JDBC` | `jdbc:postgresql://HOST:PORT/DATABASE`, `jdbc:mariadb://` or `jdbc:mysql://` alike, or `jdbc:duckdb:FILE`, without parameters; required. |
                            | `--user=NAME` | The role to log in as; required but for a file. |
                            | `--tls=MODE` | disable, prefer, require, verify-ca or verify-full; default: prefer on this machine, else verify-full. |

                            | `--password-stdin` | Read the password from standard input. |
                            | `--password-file=FILE` | Read the password from a file. |

                            Without either the password is the environment variable `PGPASSWORD`. A URL that holds one is refused. The schema file goes to standard output. Of MariaDB and MySQL it holds one database of the server, with the columns that the user may select. These and DuckDB are for `guard check` and `policy test`: `db connect` knows PostgreSQL alone.
                            """);

    private ServerSideOptions() {}

    /** What follows the description of a command; fails for one that nothing was written for. */
    static String of(String command) {
        String text = TEXTS.get(command);
        if (text == null) {
            throw new AssertionError("Write down the options of '" + command + "'.");
        }
        return text;
    }
}
