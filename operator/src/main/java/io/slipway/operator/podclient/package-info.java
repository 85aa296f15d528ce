/**
 * The only code that talks to pods: {@code GET /status} and {@code PUT /traffic} on port 9090
 * (docs/reference/pod-contract.md).
 *
 * <p>Pods run users' models and users' images, so nothing they answer is trusted: every exchange
 * has a hard time limit and a size limit, and an answer that makes no sense is no answer. No
 * decision is made here.
 */
@NullMarked
package io.slipway.operator.podclient;

import org.jspecify.annotations.NullMarked;
