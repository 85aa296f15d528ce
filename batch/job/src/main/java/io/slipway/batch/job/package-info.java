/**
 * The programs of a run: plan, score, publish, activate. Each may be killed at any moment, started
 * twice or run beside itself; what counts is in documents and commits that are written once, and in
 * the warehouse. What a row, a plan and a set are is decided elsewhere; here is the order in which
 * things are done.
 */
@NullMarked
package io.slipway.batch.job;

import org.jspecify.annotations.NullMarked;
