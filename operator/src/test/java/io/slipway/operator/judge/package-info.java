/**
 * The judge's promises: rates of false alarms and of finds by seeded simulation, exact values
 * against computations made elsewhere, and what holds for all numbers.
 */
@NullMarked
package io.slipway.operator.judge;

import org.jspecify.annotations.NullMarked;
