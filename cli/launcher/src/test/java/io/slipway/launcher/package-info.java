/** Tests of how the file is made, and of the finished file as people run it. */
@NullMarked
package io.slipway.launcher;

import org.jspecify.annotations.NullMarked;
