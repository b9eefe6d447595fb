#include "core/midi/MidiPorts.h"

#include <QtTest/QtTest>

using namespace cantilena;

class MidiPortsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesLoseTheirNumbers_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("lasting");
        QTest::newRow("ALSA") << "Midi Through:Midi Through Port-0 14:0"
                              << "Midi Through:Midi Through Port-0";
        QTest::newRow("JACK") << "system:midi_playback_1"
                              << "system:midi_playback_1";
        QTest::newRow("ends in a number") << "Piano 2"
                                          << "Piano 2";
        QTest::newRow("only numbers") << "14:0"
                                      << "14:0";
        QTest::newRow("number glued on") << "Synth14:0"
                                         << "Synth14:0";
        QTest::newRow("empty") << ""
                               << "";
    }
    void namesLoseTheirNumbers() {
        QFETCH(QString, name);
        QFETCH(QString, lasting);
        QCOMPARE(QString::fromStdString(lastingPortName(name.toStdString())), lasting);
    }

    void equalNamesAreToldApart() {
        const std::vector<std::string> expected = {"A", "B", "A #2", "A #3"};
        QCOMPARE(distinctPortNames({"A", "B", "A", "A"}), expected);
    }

    void listingPortsNeverFails() {
        for (const std::string& name : midiOutNames()) {
            QVERIFY(!name.empty());
        }
    }

    void aPortThatIsNotThereFailsWithItsName() {
        const auto port = openMidiOut("Celestial Choir");
        QVERIFY(!port.ok());
        QCOMPARE(port.error().code, ErrorCode::NotFound);
        QVERIFY(port.error().message.find("Celestial Choir") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(MidiPortsTest)
#include "MidiPortsTest.moc"
