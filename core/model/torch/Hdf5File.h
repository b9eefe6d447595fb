#pragma once

#include "core/base/Result.h"
#include "core/model/Safetensors.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cantilena {

/// An HDF5 file in memory, open for reading. The library keeps one state for the whole program, so
/// one file is open at a time: opening another waits. One thread.
class Hdf5File {
public:
    /// `name` begins the message of failure, here and below.
    static Result<Hdf5File> open(const std::string& bytes, std::string name);
    Hdf5File(Hdf5File&&) noexcept;
    ~Hdf5File();

    /// Whether the bytes begin as an HDF5 file does.
    [[nodiscard]] static bool isHdf5(std::string_view bytes);

    [[nodiscard]] bool hasGroup(const std::string& path) const;
    /// An attribute of a group that holds a string; nothing when there is none.
    [[nodiscard]] std::optional<std::string> text(const std::string& group,
                                                  const std::string& attribute) const;
    /// An attribute of a group that holds a row of strings; nothing when there is none.
    [[nodiscard]] std::optional<std::vector<std::string>> texts(const std::string& group,
                                                                const std::string& attribute) const;
    /// A data set of floating numbers of any width.
    [[nodiscard]] Result<Tensor> tensor(const std::string& path) const;
    /// Paths of all data sets, in the order of their names.
    [[nodiscard]] std::vector<std::string> dataSets() const;

private:
    struct State;
    explicit Hdf5File(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace cantilena
