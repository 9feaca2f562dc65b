package dev.motet.engine;

import dev.motet.core.Endpoint;
import dev.motet.core.Inbound;
import dev.motet.core.Outbound;
import dev.motet.core.Service;
import dev.motet.json.ConfigException;
import dev.motet.json.Problem;
import dev.motet.option.CertificateOptions;
import dev.motet.option.DnsOptions;
import dev.motet.option.ExperimentalOptions;
import dev.motet.option.LogOptions;
import dev.motet.option.NtpOptions;
import dev.motet.option.RouteOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A configuration that was read, checked, and can be started. Immutable.
///
/// Tags are unique among inbounds, and among outbounds and endpoints together; strict references
/// (`final`, `detour`, `domain_resolver`) lead to entries that exist, without cycles.
public final class Config {
  private final RootOptions root;
  private final List<Problem> warnings;

  Config(RootOptions root, List<Problem> warnings) {
    this.root = root;
    this.warnings = List.copyOf(warnings);
  }

  /// What was accepted but cannot have been meant, or is deprecated; in file order.
  public List<Problem> warnings() {
    return warnings;
  }

  /// This configuration when it has no warnings.
  ///
  /// @throws ConfigException with the warnings as errors
  public Config strict() throws ConfigException {
    if (warnings.isEmpty()) {
      return this;
    }
    throw new ConfigException(warnings.stream().map(Problem::asError).toList());
  }

  /// The same without what would listen: inbounds and services.
  public Config withoutInbounds() {
    return withInbounds(List.of());
  }

  /// The same with these inbounds and without services.
  Config withInbounds(List<Entry<?, ? extends Inbound>> others) {
    return new Config(root.withInbounds(others), warnings);
  }

  public LogOptions log() {
    return root.log();
  }

  public DnsOptions dns() {
    return root.dns().options();
  }

  List<DnsEntry> dnsServers() {
    return root.dns().servers();
  }

  /// Null without the section.
  public @Nullable NtpOptions ntp() {
    return root.ntp();
  }

  public CertificateOptions certificate() {
    return root.certificate();
  }

  public List<Entry<?, ? extends Endpoint>> endpoints() {
    return root.endpoints();
  }

  public List<Entry<?, ? extends Inbound>> inbounds() {
    return root.inbounds();
  }

  public List<Entry<?, ? extends Outbound>> outbounds() {
    return root.outbounds();
  }

  public List<Entry<?, ? extends Service>> services() {
    return root.services();
  }

  public ExperimentalOptions experimental() {
    return root.experimental();
  }

  public RouteOptions route() {
    return root.route();
  }
}
