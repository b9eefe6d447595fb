#include "core/base/Result.h"
#include "core/base/Progress.h"

#include <QTest>

#include <memory>
#include <string>
#include <utility>

using namespace cantilena;

namespace {

Result<int> half(int number) {
    if (number % 2 != 0) {
        return Error{ErrorCode::OutOfRange, std::to_string(number) + " is odd"};
    }
    return number / 2;
}

} // namespace

class ResultTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void holdsItsValue() {
        const Result<int> result = half(14);
        QVERIFY(result);
        QVERIFY(result.ok());
        QCOMPARE(*result, 7);
        QCOMPARE(result.value(), 7);
    }

    void holdsItsReason() {
        const Result<int> result = half(3);
        QVERIFY(!result);
        QVERIFY(result.error().code == ErrorCode::OutOfRange);
        QCOMPARE(result.error().message, std::string("3 is odd"));
    }

    void aValueOfTheErrorsTypeIsStillAValue() {
        const Result<std::pair<int, Error>> result(std::pair(1, Error{}));
        QVERIFY(result.ok());
        QCOMPARE(result->first, 1);
    }

    void givesItsValueAway() {
        Result<std::unique_ptr<int>> result(std::make_unique<int>(5));
        const std::unique_ptr<int> taken = *std::move(result);
        QCOMPARE(*taken, 5);
    }

    void changesThroughAReference() {
        Result<std::string> result(std::string("mel"));
        *result += "ody";
        QCOMPARE(result->size(), std::size_t{6});
    }

    void voidSucceedsByDefault() {
        QVERIFY(Result<void>{});
        const Result<void> failed(Error{ErrorCode::NoSpace, "disk: full"});
        QVERIFY(!failed.ok());
        QCOMPARE(failed.error().message, std::string("disk: full"));
    }

    void progressReachesItsSink() {
        double seen = 0.0;
        std::string activity;
        const ProgressSink sink = [&](double fraction, std::string_view what) {
            seen = fraction;
            activity = what;
        };
        report(sink, 0.5, "reading");
        QCOMPARE(seen, 0.5);
        QCOMPARE(activity, std::string("reading"));
        report(ProgressSink{}, 1.0, "nobody listens");
        QCOMPARE(seen, 0.5);
    }
};

QTEST_GUILESS_MAIN(ResultTest)
#include "ResultTest.moc"
