package dev.sluice.connector;

import java.time.Duration;

/**
 * How much of one database Sluice may use.
 *
 * @param concurrentMax queries that run at once
 * @param waitingMax queries that may wait for one of them to end
 * @param waitMax how long they may wait
 * @param stock connections that are opened ahead in mode {@code single-use}
 */
public record Capacity(int concurrentMax, int waitingMax, Duration waitMax, int stock) {
    public static final int CONCURRENT_MAX = 256;
    public static final int STOCK_MAX = 32;

    /** 8 at once, 64 waiting for at most 2 seconds, 2 connections ahead. */
    public static final Capacity DEFAULT = new Capacity(8, 64, Duration.ofSeconds(2), 2);

    public Capacity {
        if (concurrentMax < 1 || concurrentMax > CONCURRENT_MAX) {
            throw new IllegalArgumentException("concurrentMax: " + concurrentMax);
        }
        if (waitingMax < 0 || waitMax.isNegative()) {
            throw new IllegalArgumentException("waitingMax: " + waitingMax + ", " + waitMax);
        }
        if (stock < 0 || stock > STOCK_MAX) {
            throw new IllegalArgumentException("stock: " + stock);
        }
    }
}
