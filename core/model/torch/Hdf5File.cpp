#include "core/model/torch/Hdf5File.h"

#include <hdf5.h>

#include <array>
#include <cstring>
#include <mutex>
#include <utility>

namespace cantilena {

namespace {

constexpr std::string_view kSignature("\x89HDF\r\n\x1a\n", 8);
constexpr std::size_t kImageStep = std::size_t{1} << 16;
/// Far above what a network of the tutorial's kind has.
constexpr std::size_t kMostValues = std::size_t{1} << 26;
constexpr hssize_t kMostTexts = 10'000;
constexpr std::size_t kLongestText = std::size_t{1} << 24;
constexpr int kMostDimensions = 8;
constexpr std::size_t kMostDataSets = 10'000;

/// The library's own state, which its serial build does not guard.
std::mutex& libraryMutex() {
    static std::mutex mutex;
    return mutex;
}

/// One of the library's numbers for things that must be closed.
class Handle {
public:
    Handle(hid_t id, herr_t (*close)(hid_t))
        : m_id(id)
        , m_close(close) {}
    Handle(Handle&& other) noexcept
        : m_id(std::exchange(other.m_id, -1))
        , m_close(other.m_close) {}
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() {
        if (m_id >= 0) {
            m_close(m_id);
        }
    }

    [[nodiscard]] hid_t id() const { return m_id; }
    explicit operator bool() const { return m_id >= 0; }

private:
    hid_t m_id;
    herr_t (*m_close)(hid_t);
};

/// The strings of an attribute; nothing when it holds anything else.
std::optional<std::vector<std::string>> textsOf(const Handle& attribute) {
    const Handle type(H5Aget_type(attribute.id()), H5Tclose);
    const Handle space(H5Aget_space(attribute.id()), H5Sclose);
    const hssize_t count = space ? H5Sget_simple_extent_npoints(space.id()) : -1;
    if (count == 0) {
        // An empty list is written without a type of its own.
        return std::vector<std::string>{};
    }
    if (!type || count < 0 || count > kMostTexts || H5Tget_class(type.id()) != H5T_STRING) {
        return std::nullopt;
    }
    std::vector<std::string> texts;
    if (H5Tis_variable_str(type.id()) > 0) {
        std::vector<char*> pointers(static_cast<std::size_t>(count));
        if (H5Aread(attribute.id(), type.id(), pointers.data()) < 0) {
            return std::nullopt;
        }
        for (const char* text : pointers) {
            texts.emplace_back(text != nullptr ? text : "");
        }
        H5Dvlen_reclaim(type.id(), space.id(), H5P_DEFAULT, pointers.data());
        return texts;
    }
    const std::size_t size = H5Tget_size(type.id());
    if (size == 0 || size > kLongestText / static_cast<std::size_t>(count)) {
        return std::nullopt;
    }
    std::string bytes(size * static_cast<std::size_t>(count), '\0');
    if (H5Aread(attribute.id(), type.id(), bytes.data()) < 0) {
        return std::nullopt;
    }
    for (std::size_t begin = 0; begin < bytes.size(); begin += size) {
        texts.emplace_back(bytes.data() + begin, strnlen(bytes.data() + begin, size));
    }
    return texts;
}

herr_t takeName(hid_t, const char* name, const H5O_info_t* info, void* list) {
    auto& names = *static_cast<std::vector<std::string>*>(list);
    if (info->type == H5O_TYPE_DATASET) {
        names.emplace_back(name);
    }
    return names.size() < kMostDataSets ? 0 : 1;
}

} // namespace

struct Hdf5File::State {
    std::unique_lock<std::mutex> lock;
    std::string name;
    Handle file;

    [[nodiscard]] Error fault(const std::string& what) const {
        return {ErrorCode::Malformed, name + ": " + what};
    }
};

Hdf5File::Hdf5File(std::unique_ptr<State> state)
    : m_state(std::move(state)) {}
Hdf5File::Hdf5File(Hdf5File&&) noexcept = default;
Hdf5File::~Hdf5File() = default;

bool Hdf5File::isHdf5(std::string_view bytes) {
    return bytes.starts_with(kSignature);
}

Result<Hdf5File> Hdf5File::open(const std::string& bytes, std::string name) {
    std::unique_lock lock(libraryMutex());
    // It would print a page for each failure.
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
    auto* image = const_cast<char*>(bytes.data()); // copied before anyone could change it
    const bool prepared = access && H5Pset_fapl_core(access.id(), kImageStep, 0) >= 0 &&
                          H5Pset_file_image(access.id(), image, bytes.size()) >= 0;
    Handle file(prepared ? H5Fopen("image", H5F_ACC_RDONLY, access.id()) : -1, H5Fclose);
    if (!file) {
        return Error{ErrorCode::Malformed,
                     name + (isHdf5(bytes) ? ": is damaged: its HDF5 structure cannot be read"
                                           : ": is not an HDF5 file")};
    }
    return Hdf5File(
        std::unique_ptr<State>(new State{std::move(lock), std::move(name), std::move(file)}));
}

bool Hdf5File::hasGroup(const std::string& path) const {
    return static_cast<bool>(
        Handle(H5Gopen2(m_state->file.id(), path.c_str(), H5P_DEFAULT), H5Gclose));
}

std::optional<std::vector<std::string>> Hdf5File::texts(const std::string& group,
                                                        const std::string& attribute) const {
    const Handle opened(H5Aopen_by_name(m_state->file.id(), group.c_str(), attribute.c_str(),
                                        H5P_DEFAULT, H5P_DEFAULT),
                        H5Aclose);
    return opened ? textsOf(opened) : std::nullopt;
}

std::optional<std::string> Hdf5File::text(const std::string& group,
                                          const std::string& attribute) const {
    const auto found = texts(group, attribute);
    return found && found->size() == 1 ? std::optional(found->front()) : std::nullopt;
}

Result<Tensor> Hdf5File::tensor(const std::string& path) const {
    const Handle set(H5Dopen2(m_state->file.id(), path.c_str(), H5P_DEFAULT), H5Dclose);
    if (!set) {
        return m_state->fault("there is no data set " + path);
    }
    const Handle type(H5Dget_type(set.id()), H5Tclose);
    if (!type || H5Tget_class(type.id()) != H5T_FLOAT) {
        return m_state->fault("the data set " + path + " does not hold floating numbers");
    }
    const Handle space(H5Dget_space(set.id()), H5Sclose);
    std::array<hsize_t, kMostDimensions> sizes{};
    const int dimensions = space ? H5Sget_simple_extent_ndims(space.id()) : -1;
    if (dimensions < 0 || dimensions > kMostDimensions ||
        H5Sget_simple_extent_dims(space.id(), sizes.data(), nullptr) < 0) {
        return m_state->fault("the data set " + path + " has no shape that can be read");
    }
    Tensor tensor;
    std::size_t count = 1;
    for (int i = 0; i < dimensions; ++i) {
        const auto size = static_cast<std::size_t>(sizes[static_cast<std::size_t>(i)]);
        if (size == 0 || size > kMostValues / count) {
            return m_state->fault("the data set " + path + " is empty or too large");
        }
        count *= size;
        tensor.shape.push_back(static_cast<std::int64_t>(size));
    }
    tensor.values.resize(count);
    if (H5Dread(set.id(), H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, tensor.values.data()) <
        0) {
        return m_state->fault("is damaged: the data set " + path + " cannot be read");
    }
    return tensor;
}

std::vector<std::string> Hdf5File::dataSets() const {
    std::vector<std::string> names;
    H5Ovisit2(m_state->file.id(), H5_INDEX_NAME, H5_ITER_INC, takeName, &names, H5O_INFO_BASIC);
    return names;
}

} // namespace cantilena
