/**
 * What the operator measures about itself, as Prometheus reads it. Labels are bounded: no metric
 * carries the name of a resource, so a thousand resources make as many time series as one.
 */
@NullMarked
package io.slipway.operator.metrics;

import org.jspecify.annotations.NullMarked;
