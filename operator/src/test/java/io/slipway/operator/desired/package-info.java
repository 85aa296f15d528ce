/** Names, hashes, rendered objects and drift, without a cluster. */
@NullMarked
package io.slipway.operator.desired;

import org.jspecify.annotations.NullMarked;
