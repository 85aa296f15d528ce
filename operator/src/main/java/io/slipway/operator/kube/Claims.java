package io.slipway.operator.kube;

import io.slipway.operator.desired.TrafficConfigMap;
import io.slipway.operator.document.SignedDocument;
import io.slipway.operator.document.Signer;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.observe.OwnedObjects;
import io.slipway.operator.observe.PodReport;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which document numbers to believe. A document that our key signed is believed; what an unsigned
 * text or a pod's report says, only up to a number that nobody reaches in earnest. The pods of a
 * team's own server may report anything: neither an epoch nor a sequence of ours may overflow by
 * going beyond it.
 *
 * <p>Claims below that are believed without a signature, so that pods which go by documents of a
 * key that was lost are outbidden, not left behind.
 */
final class Claims {

  /** Ten numbers a second for more than three thousand years. */
  static final long PLAUSIBLE = 1L << 40;

  private final List<TrafficPayload> stored;
  private final Optional<TrafficPayload> newestSigned;

  Claims(OwnedObjects owned, Signer signer) {
    List<SignedDocument> documents =
        owned.configMaps().stream()
            .flatMap(map -> TrafficConfigMap.document(map).stream())
            .toList();
    this.newestSigned =
        payloads(documents.stream().filter(signer::signed))
            .max(
                Comparator.comparingLong(TrafficPayload::epoch)
                    .thenComparingLong(TrafficPayload::sequence));
    this.stored = payloads(documents.stream()).toList();
  }

  private static Stream<TrafficPayload> payloads(Stream<SignedDocument> documents) {
    return documents.flatMap(document -> TrafficPayload.of(document).stream());
  }

  /** The reports, without the documents that no pod of ours can go by. */
  Map<String, PodReport> credible(Map<String, PodReport> reports) {
    Map<String, PodReport> credible = new HashMap<>();
    reports.forEach(
        (uid, report) ->
            credible.put(
                uid,
                report
                        .traffic()
                        .filter(said -> !isCredible(said.epoch(), said.sequence()))
                        .isPresent()
                    ? report.withoutTraffic()
                    : report));
    return credible;
  }

  /**
   * The highest epoch that a leader before this one may have had; 0 for none.
   *
   * @param credible reports
   */
  long highestEpoch(Map<String, PodReport> credible) {
    Stream<Long> mounted =
        stored.stream()
            .filter(said -> isCredible(said.epoch(), said.sequence()))
            .map(TrafficPayload::epoch);
    Stream<Long> reported =
        credible.values().stream()
            .flatMap(report -> report.traffic().stream())
            .map(PodReport.Traffic::epoch);
    return Stream.concat(mounted, reported).max(Long::compare).orElse(0L);
  }

  private boolean isCredible(long epoch, long sequence) {
    boolean plausible = epoch >= 0 && epoch <= PLAUSIBLE && sequence >= 0 && sequence <= PLAUSIBLE;
    return plausible
        || newestSigned
            .filter(ours -> epoch == ours.epoch() && sequence == ours.sequence())
            .isPresent();
  }
}
