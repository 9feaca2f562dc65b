package dev.motet.option;

/// Which address families of a name are used, in which order (inventory JS-13).
public enum DomainStrategy {
  /// Both families as they come; also written `""`.
  AS_IS,
  PREFER_IPV4,
  PREFER_IPV6,
  IPV4_ONLY,
  IPV6_ONLY
}
