@NullMarked
package io.slipway.operator.kube;

import org.jspecify.annotations.NullMarked;
