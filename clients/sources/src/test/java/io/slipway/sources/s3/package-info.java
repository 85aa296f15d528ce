@NullMarked
package io.slipway.sources.s3;

import org.jspecify.annotations.NullMarked;
