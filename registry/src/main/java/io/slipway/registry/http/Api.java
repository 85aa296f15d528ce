package io.slipway.registry.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.registry.auth.TokenDesk;
import io.slipway.registry.blob.BlobStore;
import io.slipway.registry.service.Aliases;
import io.slipway.registry.service.Catalog;
import io.slipway.registry.service.Cleaning;
import io.slipway.registry.service.Deployments;
import io.slipway.registry.service.Families;
import io.slipway.registry.service.History;
import io.slipway.registry.service.Overview;
import io.slipway.registry.service.Publishing;
import io.slipway.registry.service.Scrubbing;
import io.slipway.registry.service.Storage;
import io.slipway.registry.service.Uploads;
import io.slipway.registry.service.Withdrawal;
import io.slipway.registry.store.Database;
import java.util.ArrayList;
import java.util.List;

/** All that the API can do, by its use cases. */
public record Api(
    Database database,
    BlobStore blobs,
    Catalog catalog,
    Overview overview,
    Families families,
    Publishing publishing,
    Uploads uploads,
    Aliases aliases,
    Deployments deployments,
    History history,
    Withdrawal withdrawal,
    Cleaning cleaning,
    Scrubbing scrubbing,
    Storage storage,
    TokenDesk tokens) {

  /** Every path of the API. */
  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    routes.addAll(new ModelRoutes(this).routes());
    routes.addAll(new VersionRoutes(this).routes());
    routes.addAll(new BlobRoutes(this).routes());
    routes.addAll(new AliasRoutes(this).routes());
    routes.addAll(new HistoryRoutes(this).routes());
    routes.addAll(new AdminRoutes(this).routes());
    return routes;
  }

  /** A page of a list: where the next begins, if there may be one. */
  static void next(ObjectNode json, String query, int size, int limit) {
    if (size == limit) {
      json.put("next", query);
    }
  }
}
