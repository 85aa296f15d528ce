/**
 * Requests of the Open Inference Protocol from end to end: a pod's process beside bare servers that
 * read as much and answer with a constant.
 */
@NullMarked
package io.slipway.benchmarks.http;

import org.jspecify.annotations.NullMarked;
