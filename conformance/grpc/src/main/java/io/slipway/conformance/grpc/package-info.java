/**
 * The checks of the Open Inference Protocol over gRPC, and of the services that stand beside it: a
 * client, the protocol's messages and the checks. What the model takes, the levels, the rules and
 * the report are those of the suite that this is found by; nothing here reads the command line.
 */
@NullMarked
package io.slipway.conformance.grpc;

import org.jspecify.annotations.NullMarked;
