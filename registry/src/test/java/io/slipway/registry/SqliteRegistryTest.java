package io.slipway.registry;

import java.util.Map;

/** The registry as it comes: everything in one folder. */
class SqliteRegistryTest extends RegistryContract {
  @Override
  Map<String, String> database() {
    return Map.of();
  }
}
