#include "core/model/Safetensors.h"

#include <QTest>

#include <cstring>

using namespace cantilena;

namespace {

std::string fileOf(const std::string& header, const std::string& data) {
    std::string bytes(8, '\0');
    const std::uint64_t length = header.size();
    std::memcpy(bytes.data(), &length, 8);
    return bytes + header + data;
}

} // namespace

class SafetensorsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesBackAsWritten() {
        const TensorFile file{{{"b", {{2, 3}, {1.0F, -2.0F, 3.5F, 0.0F, 1e-30F, 7.0F}}},
                               {"a", {{1}, {42.0F}}},
                               {"empty", {{0, 4}, {}}},
                               {"single", {{}, {0.5F}}}},
                              {{"title", "Ä \"quoted\" text\n"}, {"json", "{\"x\":1}"}}};
        const auto read = parseSafetensors(safetensorsBytes(file), "t");
        QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
        QCOMPARE(read->tensors.size(), file.tensors.size());
        for (const auto& [name, tensor] : file.tensors) {
            QVERIFY(read->tensors.at(name) == tensor);
        }
        QVERIFY(read->metadata == file.metadata);
        QCOMPARE(safetensorsBytes(*read), safetensorsBytes(file));
    }

    /// Rows of bytes stand beside the tensors and are not taken for them.
    void bytesComeBack() {
        const TensorFile file{{{"a", {{1}, {42.0F}}}},
                              {{"title", "t"}},
                              {{"rows", {0, 1, 127, 128, 255}}, {"none", {}}}};
        const auto read = parseSafetensors(safetensorsBytes(file), "t");
        QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
        QVERIFY(read->bytes == file.bytes);
        QCOMPARE(read->tensors.size(), std::size_t{1});
        QCOMPARE(safetensorsBytes(*read), safetensorsBytes(file));
    }

    void readsSixteenBits_data() {
        QTest::addColumn<QString>("type");
        QTest::addColumn<int>("bits");
        QTest::addColumn<float>("value");
        QTest::newRow("one half") << "F16" << 0x3800 << 0.5F;
        QTest::newRow("minus two") << "F16" << 0xC000 << -2.0F;
        QTest::newRow("smallest") << "F16" << 0x0001 << 5.9604645e-8F;
        QTest::newRow("largest") << "F16" << 0x7BFF << 65504.0F;
        QTest::newRow("brain one") << "BF16" << 0x3F80 << 1.0F;
        QTest::newRow("brain minus three") << "BF16" << 0xC040 << -3.0F;
    }
    void readsSixteenBits() {
        QFETCH(QString, type);
        QFETCH(int, bits);
        QFETCH(float, value);
        const std::string data = {static_cast<char>(bits & 0xFF), static_cast<char>(bits >> 8)};
        const auto read = parseSafetensors(fileOf(R"({"x":{"dtype":")" + type.toStdString() +
                                                      R"(","shape":[1],"data_offsets":[0,2]}})",
                                                  data),
                                           "t");
        QVERIFY(read.ok());
        QCOMPARE(read->tensors.at("x").values.front(), value);
    }

    void refusesWhatDoesNotAddUp_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const std::string& bytes, const char* sentence) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString(sentence);
        };
        const std::string four(4, '\0');
        const std::string eight(8, '\0');
        row("empty", "", "m: the file ends within its first 8 bytes");
        row("length only", std::string(8, '\xff'), "goes beyond the file");
        row("cut header", fileOf(R"({"x":)", ""), "the header is not a JSON object");
        row("a list", fileOf("[]", ""), "the header is not a JSON object");
        row("deep nesting", fileOf(std::string(100'000, '['), ""), "not a JSON object");
        row("a name twice",
            fileOf(R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
                   R"("x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
                   four),
            "the header holds \"x\" twice");
        row("no shape", fileOf(R"({"x":{"dtype":"F32","data_offsets":[0,4]}})", four),
            "tensor \"x\" has no dtype, shape and pair of data_offsets");
        row("another type",
            fileOf(R"({"x":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}})", eight),
            "tensor \"x\" is of type I64");
        row("negative size",
            fileOf(R"({"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", four),
            "has a shape that is not a short list of sizes");
        row("endless size",
            fileOf(R"({"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}})",
                   four),
            "is larger than the file");
        row("beyond the end",
            fileOf(R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", four),
            "lies outside the file");
        row("backwards", fileOf(R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}})", four),
            "lies outside the file");
        row("fractional offset",
            fileOf(R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[0.5,4]}})", four),
            "data_offsets that are not positions");
        row("too few bytes",
            fileOf(R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[0,2]}})", four),
            "has 2 bytes where its shape needs 4");
        row("overlap",
            fileOf(R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
                   R"("y":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}})",
                   eight),
            "tensor \"y\" overlaps another");
        row("gap", fileOf(R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})", eight),
            "tensor \"x\" leaves a gap before it");
        row("more behind",
            fileOf(R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", eight),
            "there are 4 bytes behind the last tensor");
        row("metadata of numbers", fileOf(R"({"__metadata__":{"a":1}})", ""),
            "__metadata__ entry \"a\" is not a string");
        row("metadata list", fileOf(R"({"__metadata__":[]})", ""), "__metadata__ is not an object");
    }
    void refusesWhatDoesNotAddUp() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, sentence);
        const auto read =
            parseSafetensors({bytes.data(), static_cast<std::size_t>(bytes.size())}, "m");
        QVERIFY(!read.ok());
        QCOMPARE(read.error().code, ErrorCode::Malformed);
        QVERIFY2(read.error().message.starts_with("m: "), read.error().message.c_str());
        QVERIFY2(read.error().message.find(sentence.toStdString()) != std::string::npos,
                 read.error().message.c_str());
    }
};

QTEST_GUILESS_MAIN(SafetensorsTest)
#include "SafetensorsTest.moc"
