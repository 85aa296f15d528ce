@NullMarked
package io.slipway.cli.ctl;

import org.jspecify.annotations.NullMarked;
