/** Single decisions; their interplay is what the simulation is for. */
@NullMarked
package io.slipway.operator.plan;

import org.jspecify.annotations.NullMarked;
