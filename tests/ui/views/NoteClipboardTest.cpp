#include "ui/views/NoteClipboard.h"

#include <QTest>

using namespace cantilena;

class NoteClipboardTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void notesComeBackFromTheEarliestOn() {
        const std::vector<Note> notes = {{{7}, quarters(4), quarters(1), {60}, 70},
                                         {{9}, quarters(5), quarters(1, 2), {64}, 99}};
        const auto data = clipboardFrom(notes);
        const std::vector<Note> back = notesFrom(data.get());
        QCOMPARE(back.size(), 2u);
        QCOMPARE(back[0], (Note{{}, {}, quarters(1), {60}, 70}));
        QCOMPARE(back[1], (Note{{}, quarters(1), quarters(1, 2), {64}, 99}));
        QCOMPARE(data->text(), "C4 1/4, E4 1/8");
    }

    void nonsenseGivesNoNotes_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("not JSON") << QByteArray("{notes");
        QTest::newRow("another version") << QByteArray(R"({"version":2,"notes":[]})");
        const auto with = [](const char* note) {
            return QByteArray(R"({"version":1,"notes":[)") + note + "]}";
        };
        QTest::newRow("pitch too high")
            << with(R"({"onset":0,"duration":10,"pitch":128,"velocity":80})");
        QTest::newRow("pitch absurd")
            << with(R"({"onset":0,"duration":10,"pitch":1e300,"velocity":80})");
        QTest::newRow("no length") << with(R"({"onset":0,"duration":0,"pitch":60,"velocity":80})");
        QTest::newRow("before the start")
            << with(R"({"onset":-1,"duration":10,"pitch":60,"velocity":80})");
        QTest::newRow("no velocity") << with(R"({"onset":0,"duration":10,"pitch":60})");
        QTest::newRow("endless") << with(R"({"onset":0,"duration":1e18,"pitch":60,"velocity":80})");
        QTest::newRow("not a note") << with("5");
    }
    void nonsenseGivesNoNotes() {
        QFETCH(QByteArray, json);
        QMimeData data;
        data.setData(kNotesMimeType, json);
        QVERIFY(notesFrom(&data).empty());
    }

    void otherClipboardsHoldNoNotes() {
        QMimeData data;
        data.setText("C4 1/4");
        QVERIFY(notesFrom(&data).empty());
        QVERIFY(notesFrom(nullptr).empty());
    }
};

QTEST_GUILESS_MAIN(NoteClipboardTest)
#include "NoteClipboardTest.moc"
