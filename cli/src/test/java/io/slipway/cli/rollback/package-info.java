/** Tests of going back: which revision, what was written for it, and who owns it. */
@NullMarked
package io.slipway.cli.rollback;

import org.jspecify.annotations.NullMarked;
