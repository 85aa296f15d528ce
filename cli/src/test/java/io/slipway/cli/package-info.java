/** Tests of the programs as a whole: who may know whom, and which name runs which. */
@NullMarked
package io.slipway.cli;

import org.jspecify.annotations.NullMarked;
