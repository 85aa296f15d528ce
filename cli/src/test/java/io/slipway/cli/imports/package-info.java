@NullMarked
package io.slipway.cli.imports;

import org.jspecify.annotations.NullMarked;
