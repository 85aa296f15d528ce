/**
 * gRPC: the Open Inference Protocol v2, health and reflection, translated to and from the requests
 * and answers that port 8080 knows. So a call is routed, limited and counted as a request is, and
 * is sent on to pods that speak no gRPC.
 *
 * <p>The few messages are read and written here: what a call costs is the translation alone, and
 * the pod starts without a library for it. What surrounds it is asked for through {@link
 * io.slipway.server.grpc.Surroundings}; nothing here knows models, routes or limits of its own.
 */
@NullMarked
package io.slipway.server.grpc;

import org.jspecify.annotations.NullMarked;
