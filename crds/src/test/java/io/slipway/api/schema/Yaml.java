package io.slipway.api.schema;

import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** YAML that a person can read and review: blocks, quotes only where needed, no broken lines. */
final class Yaml {

  private Yaml() {}

  static String write(Object document) {
    var settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .setWidth(Integer.MAX_VALUE)
            .setSplitLines(false)
            .build();
    return new Dump(settings).dumpToString(document);
  }
}
