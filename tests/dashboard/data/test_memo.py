"""A package that is replaced is freed, with all that was computed from it."""

import gc
import weakref

from dashboard.data.memo import memoized
from dashboard.data.package import open_package
from dashboard.web.app import create_app

ADDRESSES = (
    "/", "/charts/evidence", "/view.json?local=0", "/charts/direction.csv", "/charts/evidence.json?q=drones",
    "/events", "/sources", "/methods", "/present", "/view.json?known_on=2022-07-15", "/events/drones-2022",
    "/charts/direction/marks/2022:b_to_a", "/charts/direction/cite",
)  # fmt: skip


def test_six_reloads_leave_one_package_in_memory(built):
    packages = []
    for addresses in (ADDRESSES, *[("/charts/balance.csv", "/events/drones-2022")] * 5):
        package = open_package(built)
        packages.append(weakref.ref(package))
        client = create_app(package).server.test_client()
        for address in addresses:
            assert client.get(address).status_code == 200
    del client
    gc.collect()
    assert [ref() is not None for ref in packages] == [False] * 5 + [True]


def test_a_function_caches_up_to_its_number_of_results_on_each_owner():
    calls = []

    class Owner:
        @memoized(2)
        def double(self, n):
            calls.append(n)
            return 2 * n

    one, other = Owner(), Owner()
    assert [one.double(n) for n in (1, 2, 1, 2)] == [2, 4, 2, 4]
    assert calls == [1, 2]
    assert one.double(3) == 6  # 1, the least recently used, goes
    assert [one.double(n) for n in (2, 1)] == [4, 2]
    assert calls == [1, 2, 3, 1]
    assert other.double(1) == 2
    assert calls == [1, 2, 3, 1, 1]
