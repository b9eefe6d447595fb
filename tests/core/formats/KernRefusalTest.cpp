#include <QTest>

#include "tests/core/formats/KernFixture.h"

using namespace cantilena;

namespace {

/// "**kern" to its end in that many columns.
QString columns(const QString& field, int count) {
    return QStringList(count, field).join(' ');
}

/// Splits one column ten times over: 2, 4, 8, ... fields a line.
QString splitsWithoutEnd() {
    QStringList lines = {"**kern"};
    for (int count = 1; count <= 1024; count *= 2) {
        lines.append(columns("*^", count));
    }
    return lines.join(" / ");
}

/// A list that plays a section that often.
QString expansion(int times) {
    return "**kern / *>[" + QStringList(times, "A").join(',') + "] / *>A / 4c / = / 4d / *-";
}

} // namespace

class KernRefusalTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refusesByName_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const QString& text, const char* message) {
            QTest::newRow(name) << text << QString(message);
        };
        row("empty", "", "song.krn: is no Humdrum file: no line begins with **");
        row("another format", "X:1 / K:C / c",
            "song.krn: is no Humdrum file: no line begins with **");
        row("no notes", "**harm / I / *-", "song.krn: has no **kern spine");
        row("too few fields", "**kern **kern / 4c 4e / 4d / *- *-",
            "song.krn: line 3 has 1 fields where 2 spines are open");
        row("too many fields", "**kern / 4c 4e / *-",
            "song.krn: line 2 has 2 fields where 1 spines are open");
        row("a split that nothing follows", "**kern / *^ / 4c / *-",
            "song.krn: line 3 has 1 fields where 2 spines are open");
        row("splits without end", splitsWithoutEnd(),
            "song.krn: line 12 splits into more than 1024 spines");
        row("too many spines", columns("**kern", 1025) + " / " + columns("*-", 1025),
            "song.krn: line 1 has more than 1024 spines");
        row("new spines without end",
            "**kern **text / " + QString("* **kern / ").repeated(1100) + "4c 4d",
            "song.krn: line 1025 begins more than 1024 spines");
        row("too long", "**kern / " + QString("1%9999c / ").repeated(20) + "*-",
            "song.krn: line 12 goes beyond 100,000 bars");
        row("repeats without end", "**kern / " + QString("000c / =:|! / ").repeated(600) + "*-",
            "song.krn: plays out to more than 100,000 bars");
        row("a list without end", expansion(1200), "song.krn: plays out to more than 100,000 bars");
    }
    void refusesByName() {
        QFETCH(QString, text);
        QFETCH(QString, message);
        const auto tunes = readKern(fixture::humdrum(text), "song.krn");
        const Error error = !tunes                      ? tunes.error()
                            : tunes->front().score.ok() ? Error{}
                                                        : tunes->front().score.error();
        QCOMPARE(QString::fromStdString(error.message), message);
    }

    void aBrokenSongDoesNotHideTheOthers() {
        const auto tunes = fixture::tunesOf(
            fixture::humdrum("**kern / 4c / *- / **kern / 4c 4d / *- / **kern / 4e / *-"));
        QCOMPARE(tunes.size(), std::size_t(3));
        QVERIFY(tunes[0].score.ok());
        QCOMPARE(tunes[1].score.error().message,
                 std::string("song.krn#2: line 5 has 2 fields where 1 spines are open"));
        QVERIFY(tunes[2].score.ok());
    }

    void refusesWhatHoldsTooManyNotes() {
        std::string text = "**kern\n";
        for (int line = 0; line < 6000; ++line) {
            for (int note = 0; note < 100; ++note) {
                text += "9999c ";
            }
            text += '\n';
        }
        const auto tunes = readKern(text, "song.krn");
        QVERIFY(tunes->front().score.error().message.ends_with("more than 500000 notes and signs"));
    }

    void neverFallsOverAnythingCut() {
        const std::string whole = fixture::humdrum(
            "!!!OTL:$T&eacute; / **kern **kern **text **dynam **mxhm / *>[A,A,B] *>[A,A,B] * * * / "
            "*>A *>A * * * / *k[f#] *e: * * * / *M3/4 *M3/4 * *staff1/2 * / [4.C 12cc#$12e la mf C "
            "/ "
            ". * . < . / *^ * * * * / 8C]q . 3%2g- -li p G$major/B / * 00r * * * / *v *v * * * * / "
            "=2:|!|: =2:|!|: = = = / *x *x * * * / *+ * * * * / * **kern * * * * / 4c 4d 4e . . . "
            "/ "
            "*- * * * * * / *Trd1c2 * * * * / == == == == == / *- *- *- *- *-");
        for (std::size_t size = 0; size <= whole.size(); ++size) {
            const auto tunes = readKern(whole.substr(0, size), "cut.krn");
            QVERIFY(!tunes || !tunes->empty());
        }
    }
};

QTEST_GUILESS_MAIN(KernRefusalTest)
#include "KernRefusalTest.moc"
