/**
 * The documents in which operator and pod meet, as values: read strictly (what is missing or makes
 * no sense is said, what is unknown is ignored) and written as {@code pod-contract.md} has them.
 *
 * <p>No files, no HTTP, no clocks.
 */
@NullMarked
package io.slipway.server.contract;

import org.jspecify.annotations.NullMarked;
