package dev.motet.engine;

import dev.motet.core.ComponentType;
import dev.motet.core.Endpoint;
import dev.motet.core.Inbound;
import dev.motet.core.Outbound;
import dev.motet.core.Service;
import dev.motet.json.Fields;
import dev.motet.json.Reference;
import dev.motet.option.CertificateOptions;
import dev.motet.option.ExperimentalOptions;
import dev.motet.option.LogOptions;
import dev.motet.option.NtpOptions;
import dev.motet.option.RouteOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The root of a configuration (inventory TOP-1).
record RootOptions(
    LogOptions log,
    DnsSection dns,
    @Nullable NtpOptions ntp,
    CertificateOptions certificate,
    List<Entry<?, ? extends Endpoint>> endpoints,
    List<Entry<?, ? extends Inbound>> inbounds,
    List<Entry<?, ? extends Outbound>> outbounds,
    List<Entry<?, ? extends Service>> services,
    RouteOptions route,
    ExperimentalOptions experimental) {

  /// The same with these inbounds and without services.
  RootOptions withInbounds(List<Entry<?, ? extends Inbound>> others) {
    return new RootOptions(
        log, dns, ntp, certificate, endpoints, others, outbounds, List.of(), route, experimental);
  }

  static RootOptions decode(Fields f) {
    f.optionalString("$schema");
    LogOptions log = f.optional("log", LogOptions::decode);
    DnsSection dns = f.optional("dns", DnsSection::decode);
    NtpOptions ntp = f.optional("ntp", NtpOptions::decode);
    CertificateOptions certificate = f.optional("certificate", CertificateOptions::decode);
    var endpoints =
        RootOptions.<Endpoint>entries(
            f, "endpoints", Protocols.ENDPOINTS, Protocols.UNBUILT_ENDPOINTS);
    var inbounds =
        RootOptions.<Inbound>entries(f, "inbounds", Protocols.INBOUNDS, Protocols.UNBUILT_INBOUNDS);
    var outbounds =
        RootOptions.<Outbound>entries(
            f, "outbounds", Protocols.OUTBOUNDS, Protocols.UNBUILT_OUTBOUNDS);
    RouteOptions route = f.optional("route", RouteOptions::decode);
    var services =
        RootOptions.<Service>entries(f, "services", Protocols.SERVICES, Protocols.UNBUILT_SERVICES);
    ExperimentalOptions experimental = f.optional("experimental", ExperimentalOptions::decode);
    return new RootOptions(
        log == null ? LogOptions.DEFAULT : log,
        dns == null ? DnsSection.DEFAULT : dns,
        ntp,
        certificate == null ? CertificateOptions.DEFAULT : certificate,
        endpoints,
        inbounds,
        outbounds,
        services,
        route == null ? RouteOptions.DEFAULT : route,
        experimental == null ? ExperimentalOptions.DEFAULT : experimental);
  }

  private static <C> List<Entry<?, ? extends C>> entries(
      Fields f,
      String name,
      List<? extends ComponentType<?, ? extends C>> types,
      List<String> unbuilt) {
    Map<String, Fields.Decoder<Entry<?, ? extends C>>> decoders = new LinkedHashMap<>();
    types.forEach(type -> decoders.put(type.name(), fields -> entry(fields, type)));
    List<Entry<?, ? extends C>> entries = new ArrayList<>();
    for (Entry<?, ? extends C> e : f.variants(name, "type", null, decoders, unbuilt)) {
      // inventory TOP-2: without a tag the place in the list is one.
      entries.add(e.tag().isEmpty() ? e.withTag(String.valueOf(entries.size())) : e);
    }
    return List.copyOf(entries);
  }

  private static <O, C> Entry<O, C> entry(Fields f, ComponentType<O, C> type) {
    f.exactCase("tag");
    String tag = f.string("tag", "");
    return new Entry<>(type, tag, type.decoder().decode(f), f.position(""), List.of());
  }

  /// Gives each entry the outbounds that it refers to.
  RootOptions resolve(List<Reference> references) {
    Map<String, List<String>> byPath = new HashMap<>();
    for (Reference r : references) {
      if (r.kind() == Reference.Kind.OUTBOUND && r.strict()) {
        String owner = r.position().path().replaceFirst("^((dns\\.)?\\w+(\\[\\d+])?).*", "$1");
        byPath.computeIfAbsent(owner, _ -> new ArrayList<>()).add(r.tag());
      }
    }
    return new RootOptions(
        log,
        dns.withServers(dns.servers().stream().map(e -> resolved(e, byPath)).toList()),
        ntp,
        certificate,
        resolve(endpoints, byPath),
        resolve(inbounds, byPath),
        resolve(outbounds, byPath),
        resolve(services, byPath),
        route,
        experimental);
  }

  private static DnsEntry resolved(DnsEntry server, Map<String, List<String>> byPath) {
    List<String> tags = byPath.getOrDefault(server.entry().position().path(), List.of());
    return server.with(server.entry().withOutbounds(tags));
  }

  private static <C> List<Entry<?, ? extends C>> resolve(
      List<Entry<?, ? extends C>> entries, Map<String, List<String>> byPath) {
    List<Entry<?, ? extends C>> resolved = new ArrayList<>();
    for (Entry<?, ? extends C> e : entries) {
      resolved.add(e.withOutbounds(byPath.getOrDefault(e.position().path(), List.of())));
    }
    return List.copyOf(resolved);
  }
}
