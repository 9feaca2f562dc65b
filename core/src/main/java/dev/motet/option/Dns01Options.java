package dev.motet.option;

import dev.motet.json.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The provider that shows proofs in DNS (inventory TLS-9).
public sealed interface Dns01Options {
  /// Alibaba Cloud DNS.
  record AliDns(String accessKeyId, String accessKeySecret, String regionId)
      implements Dns01Options {
    static AliDns decode(Fields f) {
      String id = f.string("access_key_id", "");
      String secret = f.secret("access_key_secret");
      return new AliDns(id, secret == null ? "" : secret, f.string("region_id", ""));
    }

    /// Never shows the secret.
    @Override
    public String toString() {
      return "AliDns[" + accessKeyId + ", ***]";
    }
  }

  /// Cloudflare.
  record Cloudflare(String apiToken) implements Dns01Options {
    static Cloudflare decode(Fields f) {
      String token = f.secret("api_token");
      return new Cloudflare(token == null ? "" : token);
    }

    /// Never shows the token.
    @Override
    public String toString() {
      return "Cloudflare[***]";
    }
  }

  /// Empty when a problem was noted.
  static Optional<Dns01Options> decode(Fields f) {
    Map<String, Fields.Decoder<Dns01Options>> providers = new LinkedHashMap<>();
    providers.put("alidns", AliDns::decode);
    providers.put("cloudflare", Cloudflare::decode);
    return Optional.ofNullable(f.variant("provider", null, providers, List.of()));
  }
}
