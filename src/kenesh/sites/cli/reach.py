"""By which names and addresses a server that listens here is reached, from this machine and from others."""

import ipaddress
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import psutil

LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
OF_CONTAINERS: Final = re.compile(r"docker|podman|veth|virbr|lxcbr|lxdbr|cni|flannel|cali|br-[0-9a-f]{12}$")
NAME: Final = re.compile(r"[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?")
ELSEWHERE: Final = ("198.51.100.1", 9)  # of a network for examples: nobody is there, and nothing is sent

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Who listens where: the addresses to tell people, the likeliest first, and the names that may work as well."""

    told: tuple[str, ...]
    also: tuple[str, ...] = ()

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every one of them, once."""
        return tuple(dict.fromkeys(self.told + self.also))


def reach(*, host: str) -> Reach:
    """Return how a server is reached that listens on this host."""
    address = address_of(host)
    if host in LOOPBACK:
        return Reach(told=("localhost",), also=LOOPBACK)
    if address is None or not address.is_unspecified:
        return Reach(told=(host.lower(),), also=() if is_loopback(host) else machine_names())
    found = tuple(map(str, lan_addresses(ipv6=address.version == 6)))  # noqa: PLR2004 -- IP's own number
    return Reach(told=found or ("localhost",), also=(*machine_names(), *LOOPBACK))


def is_loopback(host: str) -> bool:
    """Tell whether no other machine reaches this host."""
    address = address_of(host)
    return host == "localhost" if address is None else address.is_loopback


def address_of(host: str) -> Address | None:
    """Read an address; a name is none."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def machine_names() -> tuple[str, ...]:
    """Return what the network may call this machine; a DNS that does not answer is not waited for."""
    name = socket.gethostname().lower()
    if not NAME.fullmatch(name) or name == "localhost":
        return ()
    return (name,) if "." in name else (name, f"{name}.local")


def lan_addresses(*, ipv6: bool) -> tuple[Address, ...]:
    """Return the addresses others can use, that of the way out of this network first."""
    found = [one for one in _addresses() if ipv6 or one.version == 4]  # noqa: PLR2004 -- IP's own number
    outward = _outward()
    return tuple(dict.fromkeys(sorted(found, key=lambda one: (one != outward, one.version, not one.is_private))))


def _addresses() -> Iterator[Address]:
    up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    for interface, assigned in psutil.net_if_addrs().items():
        if interface not in up or OF_CONTAINERS.match(interface):  # other machines do not reach those
            continue
        for one in assigned:
            address = address_of(one.address) if one.family in {socket.AF_INET, socket.AF_INET6} else None
            if address is not None and not (address.is_loopback or address.is_link_local):
                yield address


def _outward() -> Address | None:
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as knocking:
            knocking.connect(ELSEWHERE)
            return address_of(knocking.getsockname()[0])
    except OSError:  # no way out: a network of its own
        return None
