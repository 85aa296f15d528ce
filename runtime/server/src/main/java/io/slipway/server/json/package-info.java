/**
 * JSON of a few fields, read and written as trees and maps, without Jackson's mapper: its 450
 * classes take tens of milliseconds of a pod's start and megabytes for as long as it lives. The
 * rows of callers have codecs of their own.
 */
@NullMarked
package io.slipway.server.json;

import org.jspecify.annotations.NullMarked;
