import json
import os
import subprocess
import sys

import pytest

from kenesh.sites.cli.reach import LOOPBACK, Reach, is_loopback, machine_names, reach

pytestmark = pytest.mark.unit

SAY = "import json; from kenesh.sites.cli.reach import reach; print(json.dumps(reach(host={host!r}).told))"
OFFICE = (
    "ip link set lo up",
    "ip link add office type veth peer name docker0",
    "ip link set office up",
    "ip link set docker0 up",
    "ip link add dark type veth peer name darker",  # never up
    "ip address add 172.17.0.1/16 dev docker0",
    "ip address add 192.168.9.9/24 dev dark",
    "ip address add 1.2.3.7/24 dev office",
    "ip address add 10.1.2.3/24 dev office",
    "ip address add fd00:7::5/64 dev office nodad",
)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_a_server_for_this_machine_alone_is_called_localhost(host: str) -> None:
    assert reach(host=host) == Reach(told=("localhost",), also=LOOPBACK)
    assert is_loopback(host)


def test_another_loopback_address_is_called_what_it_is() -> None:
    assert reach(host="127.0.0.2").hosts == ("127.0.0.2",)


@pytest.mark.parametrize("host", ["192.0.2.7", "2001:db8::7", "Council.example"])
def test_one_address_is_reached_by_it_and_by_the_names_of_the_machine(host: str) -> None:
    assert reach(host=host).hosts == (host.lower(), *machine_names())
    assert not is_loopback(host)


def test_every_address_is_told_that_other_machines_can_use_the_way_out_first() -> None:
    by_way = "ip route add default via 1.2.3.1"
    assert told_in_network(*OFFICE, by_way) == ["1.2.3.7", "10.1.2.3"]


def test_without_a_way_out_private_addresses_come_first() -> None:
    assert told_in_network(*OFFICE) == ["10.1.2.3", "1.2.3.7"]


def test_who_listens_on_ipv6_hears_of_its_addresses_too() -> None:
    assert told_in_network(*OFFICE, host="::") == ["10.1.2.3", "1.2.3.7", "fd00:7::5"]


def test_a_machine_without_a_network_has_itself() -> None:
    assert told_in_network("ip link set lo up") == ["localhost"]


def told_in_network(*commands: str, host: str = "0.0.0.0") -> list[str]:  # noqa: S104 -- in a network of its own
    """Ask in a network namespace that these commands lay out."""
    script = "\n".join(["set -e", *commands, 'exec "$0" -c "$1"'])
    # Root needs no user namespace, and in a chroot could have none.
    own = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--net"]
    if subprocess.run([*own, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody have a network namespace")
    command = [*own, "sh", "-c", script, sys.executable, SAY.format(host=host)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told: list[str] = json.loads(done.stdout)
    return told
