@NullMarked
package io.slipway.conformance.grpc;

import org.jspecify.annotations.NullMarked;
