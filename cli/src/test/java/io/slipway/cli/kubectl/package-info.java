/** Tests of what is made of kubectl's words. */
@NullMarked
package io.slipway.cli.kubectl;

import org.jspecify.annotations.NullMarked;
